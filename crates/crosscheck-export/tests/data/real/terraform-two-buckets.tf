# Uploads: the browser sends files by signed URLs.
resource "google_storage_bucket" "media" {
  project  = var.project_id
  name     = "${var.project_id}-media"
  location = var.region

  cors {
    origin          = ["https://studio.example", "http://localhost:5173"]
    method          = ["GET", "PUT", "HEAD"]
    response_header = ["Content-Type", "ETag"]
    max_age_seconds = 3600
  }
}

resource "google_storage_bucket" "public" {
  name     = "${var.project_id}-public"
  location = var.region

  cors {
    origin          = ["*"]
    method          = ["GET", "HEAD"]
    response_header = ["*"]
    max_age_seconds = 3600
  }
}
