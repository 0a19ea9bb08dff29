use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// Who may call from a browser.
const ALLOWED_ORIGINS: [&str; 2] = ["https://orchard.example", "https://www.orchard.example"];

pub fn router(service: Arc<Service>) -> Router {
	Router::new()
		.merge(routes().with_state(service))
		.layer(
			CorsLayer::new()
				.allow_origin(AllowOrigin::list(
					ALLOWED_ORIGINS.map(HeaderValue::from_static),
				))
				.allow_methods([Method::GET, Method::POST])
				.allow_headers([CONTENT_TYPE]),
		)
}
