//! Where the controller looks.

/// Where policies are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    Cluster,
    Namespace(String),
}
