//! `crosscheck check` against real servers on this machine: the real binary, over real sockets.

mod arguments;
mod command;
mod hostile;
mod others;
mod output;
mod schema;
mod servers;
mod transport;
mod verdicts;
