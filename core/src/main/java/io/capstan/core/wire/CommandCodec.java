package io.capstan.core.wire;

import io.capstan.core.request.Command;

/// A command, as it travels in requests and as the body of a log entry.
///
/// The number of its parts is not checked here: more than [Command#MAX_PARTS] is a user's mistake
/// with an error of its own, not malformed bytes.
public enum CommandCodec implements Codec<Command> {
    INSTANCE;

    private static final int OPERATION = 1;
    private static final int EFFECTS = 2;

    @Override
    public void write(Command value, WireWriter out) {
        switch (value) {
            case Command.Operation operation -> {
                out.u8(OPERATION);
                TagCodec.INSTANCE.write(operation.tag(), out);
                Lists.write(operation.conditions(), ConditionCodec.INSTANCE, out);
                Lists.write(operation.mutations(), MutationCodec.INSTANCE, out);
            }
            case Command.Effects effects -> {
                out.u8(EFFECTS);
                TagCodec.INSTANCE.write(effects.tag(), out);
                Lists.write(effects.mutations(), MutationCodec.INSTANCE, out);
            }
        }
    }

    @Override
    public Command read(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case OPERATION ->
                    new Command.Operation(
                            TagCodec.INSTANCE.read(in),
                            Lists.read(in, ConditionCodec.INSTANCE),
                            Lists.read(in, MutationCodec.INSTANCE));
            case EFFECTS ->
                    new Command.Effects(
                            TagCodec.INSTANCE.read(in), Lists.read(in, MutationCodec.INSTANCE));
            default -> throw new Malformed("no command has kind " + kind);
        };
    }
}
