using System.Text;

namespace Atrium.Core.Accounts.Scram;

/// <summary>The first message of a client (RFC 5802, 7): <c>gs2-header [authzid] , n=name , r=nonce [, extensions]</c>.</summary>
/// <param name="Header">With its commas: what the last message repeats.</param>
/// <param name="Binding">Whether the client binds the exchange to the channel.</param>
/// <param name="Identity">As whom it wants to act; empty for itself.</param>
/// <param name="Name">The login.</param>
/// <param name="Nonce">The client's.</param>
/// <param name="Bare">The message without the header.</param>
internal sealed record ClientFirst(string Header, ScramBinding Binding, string Identity, string Name, string Nonce, string Bare)
{
    internal const string BindingType = "tls-server-end-point";

    internal static ClientFirst? Parse(string message)
    {
        if (message.Split(',', 3) is not [var flag, var identity, var bare] || ReadFlag(flag) is not { } binding)
            return null;
        if (identity.Length > 0 && !identity.StartsWith("a=", StringComparison.Ordinal))
            return null;
        // An "m=" would stand before the name: an extension that must be understood, and is not.
        if (bare.Split(',') is not [var name, var nonce, ..] || !name.StartsWith("n=", StringComparison.Ordinal) || !nonce.StartsWith("r=", StringComparison.Ordinal))
            return null;
        return ScramText.IsNonce(nonce.AsSpan(2)) && ScramText.Unescape(name[2..]) is { } login
            && ScramText.Unescape(identity.Length > 0 ? identity[2..] : "") is { } actor
                ? new ClientFirst($"{flag},{identity},", binding, actor, login, nonce[2..], bare)
                : null;
    }

    private static ScramBinding? ReadFlag(string flag) => flag switch
    {
        "n" => ScramBinding.None,
        "y" => ScramBinding.NotOffered,
        "p=" + BindingType => ScramBinding.Bound,
        _ => null,
    };
}

/// <summary>The last message of a client: <c>c=binding , r=nonce [, extensions] , p=proof</c>.</summary>
/// <param name="Channel">The header of the first message, and what the channel is bound to.</param>
/// <param name="Nonce">Of both.</param>
/// <param name="Proof">That the client knows the password.</param>
/// <param name="WithoutProof">What is signed.</param>
internal sealed record ClientFinal(byte[] Channel, string Nonce, byte[] Proof, string WithoutProof)
{
    internal static ClientFinal? Parse(string message)
    {
        var proof = message.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proof < 0 || message[..proof].Split(',') is not [var channel, var nonce, ..]
            || !channel.StartsWith("c=", StringComparison.Ordinal) || !nonce.StartsWith("r=", StringComparison.Ordinal))
            return null;
        return ScramText.FromBase64(channel[2..]) is { } bound && ScramText.FromBase64(message[(proof + 3)..]) is { } proven
            ? new ClientFinal(bound, nonce[2..], proven, message[..proof])
            : null;
    }
}

/// <summary>What a client says about channel binding.</summary>
internal enum ScramBinding
{
    /// <summary>It cannot bind.</summary>
    None,

    /// <summary>It could, but thinks that the server cannot: where the server did offer it, somebody between them took it out.</summary>
    NotOffered,

    /// <summary>It has bound the exchange to the server's certificate.</summary>
    Bound,
}

/// <summary>The texts in SCRAM messages.</summary>
internal static class ScramText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static string? Decode(ReadOnlySpan<byte> message)
    {
        try
        {
            return Strict.GetString(message);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>RFC 5802, 5.1: a comma is written =2C, an equals sign =3D.</summary>
    internal static string? Unescape(string name)
    {
        for (var i = name.IndexOf('=', StringComparison.Ordinal); i >= 0; i = name.IndexOf('=', i + 1))
        {
            if (!name.AsSpan(i).StartsWith("=2C", StringComparison.Ordinal) && !name.AsSpan(i).StartsWith("=3D", StringComparison.Ordinal))
                return null;
        }
        return name.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
    }

    internal static bool IsNonce(ReadOnlySpan<char> nonce) => !nonce.IsEmpty && !nonce.ContainsAnyExceptInRange('!', '~');

    internal static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }
}
