package io.capstan.server.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;

/// One of our spans in the form that OpenTelemetry's exporter takes.
record OtlpSpan(Span span, String node) implements SpanData {
    private static final long NANOS_A_MICRO = 1_000;

    @Override
    public String getName() {
        return span.kind().word();
    }

    @Override
    public SpanKind getKind() {
        return span.kind() == Span.Kind.REQUEST ? SpanKind.SERVER : SpanKind.INTERNAL;
    }

    @Override
    public SpanContext getSpanContext() {
        return context(span.context().span());
    }

    @Override
    public SpanContext getParentSpanContext() {
        return span.parent() == 0 ? SpanContext.getInvalid() : context(span.parent());
    }

    private SpanContext context(long number) {
        return SpanContext.create(
                span.context().id(),
                SpanId.fromLong(number),
                TraceFlags.getSampled(),
                TraceState.getDefault());
    }

    @Override
    public StatusData getStatus() {
        return StatusData.unset();
    }

    @Override
    public long getStartEpochNanos() {
        return span.startMicros() * NANOS_A_MICRO;
    }

    @Override
    public long getEndEpochNanos() {
        return (span.startMicros() + span.tookMicros()) * NANOS_A_MICRO;
    }

    @Override
    public Attributes getAttributes() {
        var attributes = Attributes.builder().put("capstan.detail", span.detail());
        if (!span.where().shard().isNone())
            attributes
                    .put("capstan.shard.id", span.where().shard().toString())
                    .put("capstan.replica.id", span.where().replica().toString());
        return attributes.build();
    }

    @Override
    public Resource getResource() {
        return Resource.create(
                Attributes.builder()
                        .put("service.name", "capstan")
                        .put("service.instance.id", node)
                        .build());
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return InstrumentationScopeInfo.create("io.capstan");
    }

    @Override
    @Deprecated
    public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create("io.capstan", null);
    }

    @Override
    public List<EventData> getEvents() {
        return List.of();
    }

    @Override
    public List<LinkData> getLinks() {
        return List.of();
    }

    @Override
    public boolean hasEnded() {
        return span.ended();
    }

    @Override
    public int getTotalRecordedEvents() {
        return 0;
    }

    @Override
    public int getTotalRecordedLinks() {
        return 0;
    }

    @Override
    public int getTotalAttributeCount() {
        return getAttributes().size();
    }
}
