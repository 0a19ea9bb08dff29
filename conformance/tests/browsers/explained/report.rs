//! What the binary must say, and what it says.

use conformance::explain::explain;
use conformance::failing::Case;
use crosscheck_export::Server;
use crosscheck_export::fix;
use serde_json::Value;

/// A case, and what is asked for it.
pub(crate) struct Needs<'a> {
    pub(crate) case: &'a Case,
    /// The page's origin.
    pub(crate) page: &'a str,
    /// The server that the fix is for.
    pub(crate) server: Server,
}

impl Needs<'_> {
    /// What the binary makes of a text.
    pub(crate) fn report_on(&self, input: &str) -> Value {
        explain(&["--server", self.server.name()], input).report
    }

    /// How a finding names the case's rule, and that it says what to change.
    pub(crate) fn verdict_on(&self, finding: &Value) -> String {
        let rule = self.case.rule().0;
        let told = finding["rule"].as_str().unwrap_or_default();
        let others = finding["or_rules"].as_array().map_or(&[][..], Vec::as_slice);
        self.assert_mends(finding);
        if told == rule.name() && others.is_empty() {
            return NAMED.into();
        }
        if told == rule.name() || others.iter().any(|other| other == rule.name()) {
            return format!("one of {}", others.len() + 1);
        }
        format!("`{told}`")
    }

    /// Whether headers of a server mend it.
    pub(crate) fn is_mended_by_headers(&self) -> bool {
        fix(&crosscheck::diagnosis::Refusal::new(self.case.rule().0), self.server).is_some()
    }

    /// A patch for the server that was asked for, and for the page that was refused if the text
    /// names it; else advice.
    fn assert_mends(&self, finding: &Value) {
        let fixes = finding["fixes"].as_array().expect("fixes");
        for fix in fixes {
            assert_eq!(fix["server"], self.server.name());
            let names_page = finding["evidence"]["origin"] == *self.page;
            assert!(!names_page || fix["parts"].to_string().contains(self.page), "{finding:#}");
        }
        let advice = finding["page"].as_array().map_or(0, Vec::len);
        let has_advice = advice > 0 || finding["server"].is_string();
        assert!(!fixes.is_empty() || has_advice, "nothing to do: {finding:#}");
        assert!(!fixes.is_empty() || !self.is_mended_by_headers(), "no patch: {finding:#}");
    }
}

/// The rule, and no other.
pub(crate) const NAMED: &str = "named";
