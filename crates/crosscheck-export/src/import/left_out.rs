//! Methods that need no permission, where a server refuses them all the same.

use super::reader::Reader;
use super::source::At;

/// What a server holds against its list of methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// What a preflight asks for.
    Preflights,
    /// That, and each request: without its method in the list an answer cannot be read.
    Everything,
}

impl Reader<'_> {
    /// Says what a list leaves out that a policy always permits. In: where it is said.
    pub(crate) fn left_out(&mut self, methods: &[String], checked: Checked, place: (At, &str)) {
        let (at, key) = place;
        let lists = |name: &str| methods.iter().any(|method| method == name || method == "*");
        // Nothing of it may have been read.
        if methods.is_empty() {
            return;
        }
        if checked == Checked::Everything && !lists("GET") {
            let reason = "without GET no answer can be read: a policy cannot let pages send what they may not read";
            return self.miss(at, key, reason);
        }
        for name in ["GET", "POST"].into_iter().filter(|name| !lists(name)) {
            let reason = match checked {
                Checked::Preflights => {
                    format!(
                        "preflights for {name} are refused there; by a policy it needs no permission"
                    )
                }
                Checked::Everything => {
                    format!("what {name} is answered cannot be read there; by a policy it can")
                }
            };
            self.note(at, key, &reason);
        }
    }
}
