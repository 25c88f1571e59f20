/// Liveness: who has been heard from lately. One actor a node serves all its groups.
///
/// | state of a peer | what happens | next | fact |
/// | --- | --- | --- | --- |
/// | any | a heartbeat of it arrives, and it hears us | alive | where it was not: heard again |
/// | alive | it hears nothing from us | suspected | one-way link |
/// | alive | silent for `suspectAfter` | suspected | silent |
/// | alive, suspected | silent for `deadAfter` | dead | silent |
///
/// Invariants: a peer is dead only after at least `deadAfter` of silence that this node was awake
/// to hear. Every change of mind is published once, with its reason.
///
/// Chandra, Toueg, "Unreliable Failure Detectors for Reliable Distributed Systems" (1996): within
/// the stated bounds on delay this is an eventually perfect detector; beyond them it errs, and
/// groups stay safe because no group's safety rests on it. Dadgar, Phillips, Currey, "Lifeguard"
/// (2017): who was away himself does not blame others for the silence.
@NullMarked
package io.capstan.membership.liveness;

import org.jspecify.annotations.NullMarked;
