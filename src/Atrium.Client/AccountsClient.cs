using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Atrium.Api;

namespace Atrium.Client;

/// <summary>Accounts, with their app passwords, tokens and sessions. The name "me" is the caller's own.</summary>
public sealed class AccountsClient
{
    private const string Root = "/api/v1/accounts";

    private readonly Wire wire;

    internal AccountsClient(Wire wire) => this.wire = wire;

    /// <summary>All accounts.</summary>
    public Task<IReadOnlyList<AccountRecord>> ListAsync(CancellationToken cancellation)
        => wire.AllAsync(Root, AtriumJson.Default.PageRecordAccountRecord, cancellation);

    /// <summary>Adds an account with its home space.</summary>
    public Task<AccountRecord> AddAsync(AccountRequest request, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Post, Root, Body(request, AtriumJson.Default.AccountRequest), AtriumJson.Default.AccountRecord, cancellation);

    /// <summary>One account, with its groups and spaces.</summary>
    public Task<AccountDetailRecord> ShowAsync(string name, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Get, Of(name), null, AtriumJson.Default.AccountDetailRecord, cancellation);

    /// <summary>Disables or enables an account, or changes its role; what is null in the request stays as it is.</summary>
    public Task<AccountRecord> SetAsync(string name, AccountPatchRequest request, CancellationToken cancellation)
        => wire.AskAsync(
            HttpMethod.Patch, Of(name), Body(request, AtriumJson.Default.AccountPatchRequest), AtriumJson.Default.AccountRecord, cancellation);

    /// <summary>Removes an account whose home is unused.</summary>
    public Task RemoveAsync(string name, CancellationToken cancellation) => wire.DoAsync(HttpMethod.Delete, Of(name), null, cancellation);

    /// <summary>Removes an account, and its home with everything in it.</summary>
    public Task RemoveWithHomeAsync(string name, CancellationToken cancellation)
        => wire.DoAsync(HttpMethod.Delete, $"{Of(name)}?home=delete", null, cancellation);

    /// <summary>Removes an account; its home stays, and gets another owner.</summary>
    public Task RemoveHandingOverAsync(string name, string newOwner, CancellationToken cancellation)
        => wire.DoAsync(HttpMethod.Delete, $"{Of(name)}?homeTo={Uri.EscapeDataString(newOwner)}", null, cancellation);

    /// <summary>Changes a password; one's own with the present one.</summary>
    public Task SetPasswordAsync(string name, PasswordRequest request, CancellationToken cancellation)
        => wire.DoAsync(HttpMethod.Put, $"{Of(name)}/password", Body(request, AtriumJson.Default.PasswordRequest), cancellation);

    /// <summary>Gives an account an e-mail address.</summary>
    public Task<AccountRecord> AddAddressAsync(string name, string address, CancellationToken cancellation)
        => wire.AskAsync(
            HttpMethod.Post, $"{Of(name)}/addresses", Body(new AddressRequest(address), AtriumJson.Default.AddressRequest), AtriumJson.Default.AccountRecord,
            cancellation);

    /// <summary>Takes an e-mail address from an account.</summary>
    public Task RemoveAddressAsync(string name, string address, CancellationToken cancellation)
        => wire.DoAsync(HttpMethod.Delete, $"{Of(name)}/addresses/{Uri.EscapeDataString(address)}", null, cancellation);

    /// <summary>The app passwords of an account.</summary>
    public Task<IReadOnlyList<AppPasswordRecord>> ListAppPasswordsAsync(string name, CancellationToken cancellation)
        => wire.AllAsync($"{Of(name)}/app-passwords", AtriumJson.Default.PageRecordAppPasswordRecord, cancellation);

    /// <summary>Makes an app password, whose secret is in this answer and in no other.</summary>
    public Task<NewAppPasswordRecord> AddAppPasswordAsync(string name, AppPasswordRequest request, CancellationToken cancellation)
        => wire.AskAsync(
            HttpMethod.Post, $"{Of(name)}/app-passwords", Body(request, AtriumJson.Default.AppPasswordRequest), AtriumJson.Default.NewAppPasswordRecord,
            cancellation);

    /// <summary>Revokes an app password.</summary>
    public Task RevokeAppPasswordAsync(string name, string label, CancellationToken cancellation)
        => wire.DoAsync(HttpMethod.Delete, $"{Of(name)}/app-passwords/{Uri.EscapeDataString(label)}", null, cancellation);

    /// <summary>The tokens of an account.</summary>
    public Task<IReadOnlyList<TokenRecord>> ListTokensAsync(string name, CancellationToken cancellation)
        => wire.AllAsync($"{Of(name)}/tokens", AtriumJson.Default.PageRecordTokenRecord, cancellation);

    /// <summary>Makes a token, whose secret is in this answer and in no other.</summary>
    public Task<NewTokenRecord> AddTokenAsync(string name, TokenRequest request, CancellationToken cancellation)
        => wire.AskAsync(
            HttpMethod.Post, $"{Of(name)}/tokens", Body(request, AtriumJson.Default.TokenRequest), AtriumJson.Default.NewTokenRecord, cancellation);

    /// <summary>Revokes a token.</summary>
    public Task RevokeTokenAsync(string name, string label, CancellationToken cancellation)
        => wire.DoAsync(HttpMethod.Delete, $"{Of(name)}/tokens/{Uri.EscapeDataString(label)}", null, cancellation);

    /// <summary>The sessions of an account.</summary>
    public Task<IReadOnlyList<SessionRecord>> ListSessionsAsync(string name, CancellationToken cancellation)
        => wire.AllAsync($"{Of(name)}/sessions", AtriumJson.Default.PageRecordSessionRecord, cancellation);

    /// <summary>Ends a session.</summary>
    public Task EndSessionAsync(string name, string id, CancellationToken cancellation)
        => wire.DoAsync(HttpMethod.Delete, $"{Of(name)}/sessions/{Uri.EscapeDataString(id)}", null, cancellation);

    /// <summary>Ends all sessions of an account.</summary>
    public Task EndSessionsAsync(string name, CancellationToken cancellation)
        => wire.DoAsync(HttpMethod.Delete, $"{Of(name)}/sessions", null, cancellation);

    private static string Of(string name) => $"{Root}/{Uri.EscapeDataString(name)}";

    private static JsonContent Body<T>(T request, JsonTypeInfo<T> type) => JsonContent.Create(request, type);
}
