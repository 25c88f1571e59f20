package io.capstan.sim.scenario;

import java.util.ArrayList;
import java.util.List;

/// A transcript played: what it said when it was written, and what it says now.
public record Scenario(String written, String played) {
    /// Plays a transcript from its beginning. A command that makes no sense says so in the
    /// transcript itself.
    public static Scenario play(String text) {
        List<Step> steps = new ArrayList<>();
        Stage stage = new Stage();
        for (Step step : Step.parse(text)) {
            List<String> said = new ArrayList<>();
            for (String command : step.commands()) said.addAll(stage.perform(command));
            steps.add(step.with(String.join("\n", said)));
        }
        return new Scenario(text, Step.print(steps));
    }

    public boolean isAsWritten() {
        return written.strip().equals(played.strip());
    }

    /// Every line that differs, as `-` written and `+` played.
    public List<String> differences() {
        List<String> was = written.lines().toList();
        List<String> is = played.lines().toList();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
            String before = i < was.size() ? was.get(i) : "";
            String after = i < is.size() ? is.get(i) : "";
            if (!before.equals(after)) {
                lines.add((i + 1) + " - " + before);
                lines.add((i + 1) + " + " + after);
            }
        }
        return lines;
    }
}
