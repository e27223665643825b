"""From facts to a published site: pipeline, staging, cache, incremental build, worker, preview and publication."""
