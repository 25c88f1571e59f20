package io.capstan.server.admin;

/// What somebody asks of the admin address: the method, the path, and what stands behind its
/// question mark (empty: nothing).
record Asked(String method, String path, String query) {
    boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
