//! What people know beside what they bring.

use crosscheck::wire::Origin;

use super::report::Finding;

/// What is told beside the input: it counts where the input does not tell, or tells otherwise.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Overrides {
    /// The page's origin.
    pub origin: Option<Origin>,
    /// The request's method.
    pub method: Option<String>,
    /// Headers that the fix is about.
    pub header_names: Vec<String>,
    /// The request carries cookies, HTTP authentication or a client certificate.
    pub credentials: bool,
}

impl Overrides {
    /// Adds what the input did not tell to what the fix is for.
    pub(super) fn complete(&self, finding: &mut Finding) {
        let wanted = &mut finding.wanted;
        if let Some(origin) = &self.origin {
            wanted.origin = Some(origin.to_string());
        }
        if wanted.method.is_none() {
            wanted.method.clone_from(&self.method);
        }
        for name in &self.header_names {
            if !wanted.header_names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                wanted.header_names.push(name.clone());
            }
        }
        if self.credentials {
            wanted.credentials = Some(true);
        }
    }
}
