//! Applications on other people's frameworks, as small as they can be, with a patch of
//! `crosscheck explain` where it says to put it.

mod app;
mod kind;

pub use self::app::App;
pub use self::app::compile_ahead;
pub use self::kind::Kind;
