// The end of a program by a signal.
#pragma once

namespace quantcheck::check::program {

/// Makes SIGINT, SIGTERM and SIGHUP end the program at once, with the status of a program that the signal
/// ended, and without leaving anything half-written: the unfinished file is removed
/// (discard_unfinished_file), and the line of progress is taken away. A signal that is ignored, as under
/// nohup, stays ignored. It is called on the thread that writes files, before there are others.
void end_cleanly_by_signals();

}  // namespace quantcheck::check::program
