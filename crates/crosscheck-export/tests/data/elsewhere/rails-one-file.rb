if Rails.env.development?
  Rails.application.config.middleware.insert_before 0, Rack::Cors do
    allow do
      origins '*'
      resource '/pitches/export.json', headers: :any, methods: :get
    end
  end
end
if Rails.env.production?
  Rails.application.config.middleware.insert_before 0, Rack::Cors do
    allow do
      # origins /https*:\/\/camping\.example/
      origins '*'
      resource '/pitches/export.json', headers: :any, methods: :get
    end
  end
end
