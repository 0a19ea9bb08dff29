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
    /// More origins than a list says. In: one of them, and the expressions of those that could be kept.
    pub(crate) fn let_in(witness: String, kept: &[String]) -> Self {
        let meant = match kept {
            [one] => format!("^{one}$"),
            several => format!("^(?:{})$", several.join("|")),
        };
        let reason = match kept.len() {
            0 => format!(
                "it lets `{witness}` in, and what else, no list of origins can say: left out of the policy; name the \
                 origins that are meant"
            ),
            _ if meant.len() <= LONGEST_MEANT => format!(
                "it lets `{witness}` in, too: left out of the policy; what was meant is `{meant}`"
            ),
            _ => format!(
                "it lets `{witness}` in, too: left out of the policy; name the origins that are meant"
            ),
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

/// How long an expression may be that is told.
const LONGEST_MEANT: usize = 160;
