using System.Net.Sockets;

namespace Atrium.Client;

/// <summary>A server, as a program calls it: typed methods over the records of the HTTP API.</summary>
public sealed class AtriumClient : IDisposable
{
    private readonly Wire wire;
    private readonly IDisposable? address;

    private AtriumClient(Wire wire, IDisposable? address)
    {
        (this.wire, this.address) = (wire, address);
        Files = new FilesClient(wire);
        Sites = new SitesClient(wire);
        Administration = new AdministrationClient(wire);
        Access = new AccessClient(wire);
        Shares = new SharesClient(wire);
        Config = new ConfigClient(wire);
        Accounts = new AccountsClient(wire);
        Journal = new JournalClient(wire);
        Firewall = new FirewallClient(wire);
    }

    /// <summary>The tree.</summary>
    public FilesClient Files { get; }

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

    /// <summary>Accounts, groups, spaces, grants, sites and settings as one file.</summary>
    public ConfigClient Config { get; }

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
        return new AtriumClient(new Wire(NewHttp(handler, new Uri("http://localhost/")), path), address);
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
