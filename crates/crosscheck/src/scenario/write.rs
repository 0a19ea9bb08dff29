//! Writing a scenario: what is as it would be anyway is left out.

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(super) const fn is_false(value: &bool) -> bool {
    !*value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(super) const fn is_zero(value: &u64) -> bool {
    *value == 0
}

pub(super) fn origin<S: serde::Serializer>(
    origin: &crate::wire::Origin,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(origin.serialize())
}
