using System.Net.Sockets;

namespace Atrium.Client;

/// <summary>A server, as a program calls it: typed methods over the records of the HTTP API.</summary>
public sealed class AtriumClient : IDisposable
{
    // Longer than a lost SYN or two take; a person is still there.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);

    private readonly Wire wire;
    private readonly IDisposable? address;

    private AtriumClient(Wire wire, IDisposable? address)
    {
        (this.wire, this.address) = (wire, address);
        Files = new FilesClient(wire);
        Uploads = new UploadsClient(wire);
        Sites = new SitesClient(wire);
        Administration = new AdministrationClient(wire);
        Access = new AccessClient(wire);
        Shares = new SharesClient(wire);
        Locks = new LocksClient(wire);
        Config = new ConfigClient(wire);
        Accounts = new AccountsClient(wire);
        Journal = new JournalClient(wire);
        Firewall = new FirewallClient(wire);
    }

    /// <summary>The tree.</summary>
    public FilesClient Files { get; }

    /// <summary>Large files, in pieces.</summary>
    public UploadsClient Uploads { get; }

    /// <summary>What is served under host names.</summary>
    public SitesClient Sites { get; }

    /// <summary>Spaces, settings and the server itself.</summary>
    public AdministrationClient Administration { get; }

    /// <summary>Accounts, with their app passwords and tokens.</summary>
    public AccountsClient Accounts { get; }

    /// <summary>What has happened.</summary>
    public JournalClient Journal { get; }

    /// <summary>Who may do what, and groups.</summary>
    public AccessClient Access { get; }

    /// <summary>Who may connect.</summary>
    public FirewallClient Firewall { get; }

    /// <summary>Links by which people without an account reach a file or folder.</summary>
    public SharesClient Shares { get; }

    /// <summary>What clients have locked.</summary>
    public LocksClient Locks { get; }

    /// <summary>Accounts, groups, spaces, grants, sites and settings as one file.</summary>
    public ConfigClient Config { get; }

    /// <summary>Leaves files by a link: with its password as that of <see cref="Credential.Password"/> where it asks for one, whatever the account.</summary>
    public DropClient Drop(Uri link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return DropClient.IsLink(link) ? new DropClient(wire, DropClient.RootOf(link)) : throw new ArgumentException("Not the address of a link, such as https://files.example.org/s/TOKEN.", nameof(link));
    }

    /// <summary>Calls the server on this machine over its own socket; the kernel has checked who may open it.</summary>
    public static AtriumClient OverSocket(string path)
    {
        var address = LocalSocketAddress.Of(path);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(address.EndPoint, cancellation).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new AtriumClient(new Wire(NewHttp(handler, new Uri("http://localhost/")), path, () => null), address);
    }

    /// <summary>Calls a server over HTTPS.</summary>
    /// <param name="server">Its address, such as https://files.example.org:8443; the path is not looked at.</param>
    /// <param name="trust">By what the server is known.</param>
    /// <param name="credential">What to sign in with; null for nobody.</param>
    public static AtriumClient OverHttps(Uri server, ServerTrust trust, Credential? credential)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(trust);
        if (!server.IsAbsoluteUri || server.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException("A server is called over https: anything else would show the credential to whoever listens.", nameof(server));
        PresentedCertificate? refused = null;
        var handler = new SocketsHttpHandler
        {
            // What is on this machine is reached without going round.
            UseProxy = !server.IsLoopback,
            UseCookies = false,
            // A credential goes to the server that it is for, and to no other.
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTimeout,
            SslOptions = trust.Options(shown => Volatile.Write(ref refused, shown)),
        };
        var root = new Uri(server.GetLeftPart(UriPartial.Authority) + "/");
        var http = NewHttp(handler, root);
        http.DefaultRequestHeaders.Authorization = credential?.Field;
        return new AtriumClient(new Wire(http, root.AbsoluteUri, () => Volatile.Read(ref refused)), null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        wire.Dispose();
        address?.Dispose();
    }

    // Uploads and checks take as long as they take: the caller's token ends them.
    private static HttpClient NewHttp(SocketsHttpHandler handler, Uri address)
        => new(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
}
