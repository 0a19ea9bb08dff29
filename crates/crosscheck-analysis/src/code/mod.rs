//! Requests as programs are written: `fetch`, `XMLHttpRequest`, axios, jQuery and PowerShell, read as the request that a page would
//! make. What developer tools copy is such a text, and what people ask about mostly, too.
//!
//! Owns their syntax, as far as a request is in it. Runs nothing.

mod literal;
mod powershell;
mod request;
mod script;
mod xhr;

pub(crate) use request::request;
