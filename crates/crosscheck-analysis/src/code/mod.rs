//! Requests as programs are written: `fetch`, `XMLHttpRequest`, axios, jQuery, PowerShell and the exports of Postman
//! and its like, read as the request that a page would make. What developer tools copy is such a text, and what people ask about mostly, too.
//!
//! Owns their syntax, as far as a request is in it. Runs nothing.

mod collection;
mod literal;
mod powershell;
mod request;
mod script;
mod tools;
mod xhr;

pub(crate) use collection::Collection;
pub(crate) use collection::STANDING_IN;
pub(crate) use collection::texts_of_json;
pub(crate) use request::request;
pub(crate) use script::url_of_call;
