package io.capstan.cli.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderTest {
    private static KeyValue row(String key, String value) {
        return new KeyValue(Bytes.utf8(key), Bytes.utf8(value));
    }

    private static List<KeyValue> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<KeyValue> read(byte[] text) throws IOException {
        RowReader reader = new RowReader(new ByteArrayInputStream(text), Optional.empty());
        List<KeyValue> rows = new ArrayList<>();
        for (Optional<KeyValue> row = reader.next(); row.isPresent(); row = reader.next())
            rows.add(row.get());
        return rows;
    }

    @Test
    void aTabPartsKeyAndValueAndFurtherTabsBelongToTheValue() throws IOException {
        assertThat(read("a\t1\r\nbé\tx\ty\n\nc\t"))
                .containsExactly(row("a", "1"), row("bé", "x\ty"), row("c", ""));
    }

    @Test
    void bytesThatAreNoTextStayAsTheyAre() throws IOException {
        byte[] line = {(byte) 0xff, '\t', (byte) 0x80, 0, '\n'};
        assertThat(read(line))
                .containsExactly(
                        new KeyValue(
                                Bytes.wrap(new byte[] {(byte) 0xff}),
                                Bytes.wrap(new byte[] {(byte) 0x80, 0})));
    }

    @Test
    void csvKnowsQuotesCommasAndLineEndsInside() throws IOException {
        assertThat(read("a,1\r\n\"b,\"\"c\",\"two\r\nlines\"\r\nd,é"))
                .containsExactly(row("a", "1"), row("b,\"c", "two\r\nlines"), row("d", "é"));
    }

    @Test
    void jsonLinesMayBeBase64() throws IOException {
        assertThat(
                        read(
                                """
                                {"key":"k\\n","value":"v"}
                                {"value":"/w==","key":"aw==","encoding":"base64"}
                                """))
                .containsExactly(
                        row("k\n", "v"),
                        new KeyValue(Bytes.utf8("k"), Bytes.wrap(new byte[] {(byte) 0xff})));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\t1\nno tab",
                "a,1\nb,2,3",
                "a,1\n\"open",
                "a,1\n,no key",
                "{\"key\":\"a\",\"value\":\"1\"}\n{\"key\":",
                "{\"key\":\"a\",\"value\":\"1\"}\n{\"key\":\"a\"}",
                "{\"key\":\"a\",\"value\":\"1\"}\n[1]",
                "{\"key\":\"a\",\"value\":\"1\"}\n{\"key\":\"a\",\"value\":{}}",
                "{\"key\":\"a\",\"value\":\"1\"}\n{\"key\":\"a\",\"value\":\"1\",\"other\":1}",
                "{\"key\":\"a\",\"value\":\"1\"}\n{\"key\":\"a\",\"value\":\"?\",\"encoding\":\"base64\"}"
            })
    void aBadLineIsNamed(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BadRow.class)
                .hasMessageStartingWith("line 2: ");
    }

    @Test
    void whatIsPrintedIsReadBack() throws IOException {
        Bytes key = Bytes.utf8("a\"\\\u0001\té");
        Bytes binary = Bytes.wrap(new byte[] {(byte) 0xc3, 0x28});
        assertThat(read(RowJson.write(key, key) + "\n" + RowJson.write(key, binary)))
                .containsExactly(new KeyValue(key, key), new KeyValue(key, binary));
    }
}
