package io.capstan.node.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.NodeEntryCodec;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.node.identity.Founding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistrarTest {
    private static final NodeEntry N1 = new NodeEntry(new NodeId(1), "n1", "a");
    private static final NodeEntry N2 = new NodeEntry(new NodeId(2), "n2", "b");
    private static final Founding FOUNDING = new Founding(new ClusterId(1), List.of(N1, N2));

    private final Catalog catalog = new Catalog();
    private final Registrar registrar =
            new Registrar(catalog, new SystemCalls(N2.id(), new ClientId(7)), FOUNDING, N2);

    RegistrarTest() {
        catalog.learnAll(FoundingRows.of(FOUNDING), 5);
    }

    @Test
    void aNodeWhoseRowIsMissingWritesIt() {
        assertThat(registrar.wanting()).isFalse();
        catalog.learn(CatalogKeys.node(N2.id()), Optional.empty(), 6);
        assertThat(registrar.wanting()).isTrue();
    }

    @Test
    void aNodeThatWasStruckDoesNotWriteItselfBack() {
        catalog.learn(CatalogKeys.node(N2.id()), Optional.empty(), 6);
        catalog.learn(
                CatalogKeys.gone(N2.id()), Optional.of(NodeEntryCodec.INSTANCE.encode(N2)), 6);
        assertThat(registrar.wanting()).isFalse();
    }

    @Test
    void aNodeStatesWhereItAnswersOverHttpAndRestatesItWhereThatChanges() {
        NodeEntry stated = new NodeEntry(N2.id(), N2.name(), N2.address(), "b:7080");
        Registrar of =
                new Registrar(catalog, new SystemCalls(N2.id(), new ClientId(7)), FOUNDING, stated);
        assertThat(of.wanting()).as("the founding does not say it").isTrue();
        catalog.learn(
                CatalogKeys.node(N2.id()), Optional.of(NodeEntryCodec.INSTANCE.encode(stated)), 6);
        assertThat(of.wanting()).isFalse();
        NodeEntry moved = new NodeEntry(N2.id(), N2.name(), N2.address(), "b:9090");
        Registrar later =
                new Registrar(catalog, new SystemCalls(N2.id(), new ClientId(7)), FOUNDING, moved);
        assertThat(later.wanting()).isTrue();
    }
}
