namespace Atrium.Protocols.Http.Requests;

/// <summary>
/// Paths that only those ask for who look for holes, as they stand in the log of every server. One of them says something only where nothing
/// is there: a site may have any of them.
/// </summary>
internal static class AttackPaths
{
    /// <summary>At the beginning of the path.</summary>
    private static readonly string[] Beginnings =
    [
        "/wp-login.php", "/wp-admin", "/wp-content/plugins/", "/wp-includes/", "/xmlrpc.php", "/phpmyadmin", "/pma/", "/myadmin", "/administrator/index.php",
        "/cgi-bin/", "/boaform/", "/hnap1", "/actuator/", "/solr/admin", "/_ignition/", "/vendor/phpunit/", "/manager/html", "/invoker/", "/jenkins/script",
        "/geoserver/web", "/console/login/loginform.jsp", "/api/jsonws/invoke", "/struts", "/shell", "/setup.php", "/owa/auth/logon.aspx", "/remote/login",
        "/dana-na/", "/sslvpn", "/cfide/",
    ];

    /// <summary>Anywhere: what people leave lying about.</summary>
    private static readonly string[] Parts =
    [
        "/.env", "/.git/", "/.svn/", "/.hg/", "/.aws/", "/.ssh/", "/.docker/", "/.kube/", "/.htpasswd", "/id_rsa", "/wp-config.php",
        "/eval-stdin.php", "/phpinfo.php", "/web-inf/", "/.ds_store",
    ];

    internal static bool Has(string target)
        => Array.Exists(Beginnings, start => target.StartsWith(start, StringComparison.OrdinalIgnoreCase))
        || Array.Exists(Parts, part => target.Contains(part, StringComparison.OrdinalIgnoreCase));
}
