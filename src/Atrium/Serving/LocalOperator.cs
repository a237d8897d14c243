using Atrium.Core;
using Atrium.Core.Accounts;

namespace Atrium.Serving;

/// <summary>Whoever runs the program on the folder itself, signed in as whoever opens the server's own socket.</summary>
internal static class LocalOperator
{
    internal static async Task<Workspace> OpenAsync(ISignIn signIn, string purpose, CancellationToken cancellation)
    {
        var begun = signIn.Begin("EXTERNAL", new Visit(SignIn.LocalProtocol, null, purpose, Encrypted: true));
        var step = await begun.Value.StepAsync(ReadOnlyMemory<byte>.Empty, cancellation);
        return step.Workspace ?? throw new InvalidOperationException(step.Refused?.Detail);
    }
}
