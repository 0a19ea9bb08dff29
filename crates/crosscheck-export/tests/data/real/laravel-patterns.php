<?php

return [

    'paths' => ['api/*', 'sanctum/csrf-cookie'],

    'allowed_methods' => ['*'],

    'allowed_origins' => [
        'https://orchard.example',
        'http://localhost:5173',
    ],

    'allowed_origins_patterns' => [
        '#^http://localhost.*#',
        '#^http://127\.0\.0\.1.*#',
    ],

    'allowed_headers' => ['*'],

    'exposed_headers' => ['*'],

    'max_age' => 3600,

    'supports_credentials' => true,
];
