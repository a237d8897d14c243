using System.Net;
using Atrium.Api;

namespace Atrium.Client;

/// <summary>The server understood, and did not do it; the message says what to do next.</summary>
public sealed class AtriumRefusedException(HttpStatusCode status, ProblemRecord problem, TimeSpan? retryAfter) : Exception(problem.Detail)
{
    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>What the server said.</summary>
    public ProblemRecord Problem { get; } = problem;

    /// <summary>When to try again, where the server said so.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
