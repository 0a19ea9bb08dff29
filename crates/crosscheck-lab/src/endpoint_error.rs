//! What the page is told where it cannot be answered.

use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Response;
use crosscheck_analysis::InputError;
use serde_json::json;

/// A mistake of whoever asks, as an answer.
#[derive(Debug)]
pub(crate) struct EndpointError(pub(crate) InputError);

impl From<InputError> for EndpointError {
    fn from(error: InputError) -> Self {
        Self(error)
    }
}

impl IntoResponse for EndpointError {
    fn into_response(self) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, Json(json!(self.0))).into_response()
    }
}
