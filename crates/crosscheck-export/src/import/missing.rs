//! Why a part of a configuration is not in the policy.

/// A reason, and a witness if there is one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Missing {
    /// A lower-case fragment.
    pub(crate) reason: String,
    /// An origin that the part lets in, and the policy does not.
    pub(crate) witness: Option<String>,
}

impl Missing {
    /// More origins than a list says. In: one of them, and whether nothing that was meant could be kept.
    pub(crate) fn let_in(witness: String, is_all: bool) -> Self {
        let reason = match is_all {
            true => format!(
                "it lets `{witness}` in, and what else, no list of origins can say: left out of the policy"
            ),
            false => format!("it lets `{witness}` in, too: left out of the policy"),
        };
        Self { reason, witness: Some(witness) }
    }
}

impl From<String> for Missing {
    fn from(reason: String) -> Self {
        Self { reason, witness: None }
    }
}

impl From<&str> for Missing {
    fn from(reason: &str) -> Self {
        reason.to_owned().into()
    }
}
