//! Tests alone: each framework of this workspace with a policy in front, asked as tower, actix and the
//! gateway are.
