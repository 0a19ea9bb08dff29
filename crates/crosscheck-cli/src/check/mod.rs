//! `crosscheck check`: asks a live server what each browser would ask, and says what each would do.
//!
//! The engine decides what is sent, hop by hop; [`transport`] sends it and follows nothing by
//! itself. What was asked once is not asked again where the next browser would send the same.

mod arguments;
mod asker;
mod audit;
mod command;
mod drive;
mod json;
mod live;
mod report;
mod svg;
mod transport;

pub(crate) use arguments::Arguments;
pub(crate) use command::run;
pub(crate) use live::look;
