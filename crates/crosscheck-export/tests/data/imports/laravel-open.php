<?php

return [
    'paths' => ['*'],
    'allowed_methods' => ['GET', 'post', 'put'],
    'allowed_origins' => ['https://*.shop.example', 'https://shop.example'],
    'allowed_origins_patterns' => [],
    'allowed_headers' => ['*'],
    'exposed_headers' => ['X-Total'],
    'max_age' => 3600,
    'supports_credentials' => false,
];
