using System.Net;
using Atrium.Client;

namespace Atrium.CommandLine;

/// <summary>The server says what is the matter; which command helps, only the command line knows.</summary>
internal static class Hints
{
    /// <summary>Adds a sentence to a refusal of this status.</summary>
    internal static async Task<T> WithHint<T>(this Task<T> call, HttpStatusCode status, string hint)
    {
        await ((Task)call).WithHint(status, hint);
        return await call;
    }

    /// <inheritdoc cref="WithHint{T}"/>
    internal static async Task WithHint(this Task call, HttpStatusCode status, string hint)
    {
        try
        {
            await call;
        }
        catch (AtriumRefusedException refused) when (refused.Status == status)
        {
            throw new CommandFailedException($"{refused.Message} {hint}");
        }
    }
}
