/// One offline page that shows a run: verdict, story, time lines, plots.
@NullMarked
package io.capstan.verify.report;

import org.jspecify.annotations.NullMarked;
