/// Proof on live processes: real nodes, real faults, and a judge of what clients saw.
///
/// - `plan`: which fault strikes when, drawn from a seed; pure.
/// - `record`: what clients did and learnt, as a history; pure.
/// - `judge`: the verdict on a history under a claim; pure.
/// - `report`: one page that shows all of it; pure.
/// - `live`: the only package with processes, sockets, threads and clocks.
@NullMarked
package io.capstan.verify;

import org.jspecify.annotations.NullMarked;
