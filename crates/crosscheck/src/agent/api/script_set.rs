//! What script sets, and may not.

use alloc::string::String;

use super::set_up_error::SetUpError;
use crate::agent::user_agent::UserAgent;
use crate::wire::is_forbidden_method;
use crate::wire::is_token;
use crate::wire::normalize_method;

/// A method that script may use, normalised.
pub(super) fn checked_method(method: &str) -> Result<String, SetUpError> {
    if !is_token(method.as_bytes()) || is_forbidden_method(method) {
        return Err(SetUpError::InvalidMethod);
    }
    Ok(normalize_method(method).into())
}

/// Whether a browser drops a header that the standard lets script set.
pub(super) fn is_dropped(name: &str, agent: &UserAgent) -> bool {
    agent.profile.drops_user_agent && name.eq_ignore_ascii_case("user-agent")
}
