//! Forms.

use alloc::string::String;

use crate::wire::words::words;

words! {
    /// How a form writes its fields.
    ///
    /// Spec: <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#attr-fs-enctype>
    #[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
    pub enum FormEncoding {
        /// As in a query.
        UrlEncoded = "application/x-www-form-urlencoded",
        /// Each field a part.
        Multipart = "multipart/form-data",
        /// A line for each.
        Text = "text/plain",
    }
}

/// A form's attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormInit {
    /// The method; absent means `POST` here.
    pub method: Option<String>,
    /// How it writes its fields.
    pub encoding: Option<FormEncoding>,
}
