package io.capstan.cli.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowWriterTest {
    private static byte[] written(RowReader.Form form, List<KeyValue> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RowWriter writer = new RowWriter(out, form);
        for (KeyValue row : rows) writer.write(row.key(), row.value());
        return out.toByteArray();
    }

    private static List<KeyValue> read(RowReader.Form form, byte[] text) throws IOException {
        RowReader reader = new RowReader(new ByteArrayInputStream(text), Optional.of(form));
        List<KeyValue> rows = new ArrayList<>();
        for (Optional<KeyValue> row = reader.next(); row.isPresent(); row = reader.next())
            rows.add(row.get());
        return rows;
    }

    /// Every byte as a key and as a value, alone, first and last.
    private static List<KeyValue> everyByte() {
        List<KeyValue> rows = new ArrayList<>();
        for (int b = 0; b <= 0xff; b++) {
            Bytes one = Bytes.wrap(new byte[] {(byte) b});
            rows.add(new KeyValue(one, one));
            rows.add(new KeyValue(one.concat(Bytes.utf8("k")), Bytes.utf8("v").concat(one)));
            rows.add(new KeyValue(Bytes.utf8("k").concat(one), one.concat(Bytes.utf8("v"))));
        }
        return rows;
    }

    private static boolean holds(RowReader.Form form, KeyValue row) {
        try {
            return written(form, List.of(row)).length > 0;
        } catch (UnfitRow unfit) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAFormHoldsIsReadBackToTheSameBytes(RowReader.Form form) throws IOException {
        List<KeyValue> held = everyByte().stream().filter(row -> holds(form, row)).toList();
        assertThat(held).hasSizeGreaterThan(750);
        assertThat(read(form, written(form, held))).isEqualTo(held);
    }

    @Test
    void onlyTabsAndLineEndsAreBeyondAForm() {
        assertThat(everyByte()).allMatch(row -> holds(RowReader.Form.CSV, row));
        assertThat(everyByte()).allMatch(row -> holds(RowReader.Form.JSON, row));
        assertThat(everyByte().stream().filter(row -> !holds(RowReader.Form.TAB, row)))
                .allMatch(row -> row.key().concat(row.value()).utf8().matches("(?s).*[\t\n\r].*"))
                .hasSize(8);
    }

    @Test
    void aRowThatTabsCannotHoldIsNamedWithTheWayOut() {
        KeyValue row = new KeyValue(Bytes.utf8("k"), Bytes.utf8("a\nb"));
        assertThatThrownBy(() -> written(RowReader.Form.TAB, List.of(row)))
                .isInstanceOf(UnfitRow.class)
                .hasMessageContainingAll("{\"key\":\"k\"}", "--format csv");
    }

    @Test
    void aRecordOfManyLinesIsReadInTimeThatGrowsWithItsLength() throws IOException {
        byte[] lines = "\n".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        KeyValue row = new KeyValue(Bytes.utf8("k"), Bytes.wrap(lines));
        assertThat(read(RowReader.Form.CSV, written(RowReader.Form.CSV, List.of(row))))
                .containsExactly(row);
    }
}
