//! A page that asks, for tests of servers: what a browser would send, and what its script would see.
//!
//! [`Page::on`] is a page in a browser that remembers nothing, so that each call is the first;
//! [`Browser`] has pages that share cookies, preflights and answers from call to call.
//!
//! Owns the page and what is told of it. Knows no framework: whoever has one hands over how to send.

mod browser;
mod fetch;
mod in_policy;
mod page;
mod report;
mod story;

pub use browser::Browser;
pub use crosscheck::agent::Body;
pub use crosscheck::agent::Cookie;
pub use crosscheck::agent::Profile;
pub use crosscheck::catalog::FetchRule;
pub use fetch::Fetch;
pub use page::Page;
pub use report::FetchReport;
