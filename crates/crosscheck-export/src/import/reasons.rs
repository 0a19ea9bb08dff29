//! What several readers say of a part that is not in the policy.

/// Of a value in a program.
pub(crate) const NO_LITERAL: &str =
    "this is no literal: what it comes to is not known before the program runs";
/// Of what stands under a condition.
pub(crate) const IN_SOME_CASES: &str = "whether this is done is not known before the program runs";
/// Of a path that is meant alone.
pub(crate) const BELOW_IT_OTHERS: &str =
    "below this path others may read than on it, which a rule cannot say";
