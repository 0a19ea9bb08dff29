<?php

return [
  'paths' => ['api/*', 'sanctum/csrf-cookie'],

  'allowed_methods' => ['*'],

  'allowed_origins' => [
      'http://localhost:8080',
      'http://127.0.0.1:8080',
  ],

  // the network at home
  'allowed_origins_patterns' => ['#^http://192\.168\.\d{1,3}\.\d{1,3}(:\d+)?$#'],

  'allowed_headers' => ['*'],

  'exposed_headers' => ['Content-Disposition'],

  'max_age' => 0,

  'supports_credentials' => true,
];
