package io.capstan.sim.scenario;

import java.util.ArrayList;
import java.util.List;

/// A part of a transcript: comments, commands, and what they said.
public record Step(List<String> comments, List<String> commands, String output) {
    private static final String RULE = "----";

    public Step {
        comments = List.copyOf(comments);
        commands = List.copyOf(commands);
    }

    /// Takes a transcript apart. Throws [IllegalArgumentException] where commands lack their line
    /// of dashes.
    public static List<Step> parse(String text) {
        List<Step> steps = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int at = 0;
        while (at < lines.size()) {
            String line = lines.get(at++);
            if (line.equals(RULE)) {
                List<String> output = new ArrayList<>();
                while (at < lines.size() && !lines.get(at).isBlank()) output.add(lines.get(at++));
                steps.add(new Step(comments, commands, String.join("\n", output)));
                comments = new ArrayList<>();
                commands = new ArrayList<>();
            } else if (line.startsWith("#") || (line.isBlank() && commands.isEmpty())) {
                comments.add(line);
            } else if (!line.isBlank()) {
                commands.add(line.strip());
            }
        }
        if (!commands.isEmpty())
            throw new IllegalArgumentException("no '----' after '" + commands.getLast() + "'");
        return steps;
    }

    public Step with(String newOutput) {
        return new Step(comments, commands, newOutput);
    }

    public static String print(List<Step> steps) {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            if (!text.isEmpty() && (step.comments.isEmpty() || !step.comments.getFirst().isBlank()))
                text.append('\n');
            step.comments.forEach(line -> text.append(line).append('\n'));
            step.commands.forEach(line -> text.append(line).append('\n'));
            text.append(RULE).append('\n');
            if (!step.output.isEmpty()) text.append(step.output).append('\n');
        }
        return text.toString();
    }
}
