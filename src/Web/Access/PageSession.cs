using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Chameleon.Web.Access;

/// <summary>Looks from time to time whether the login of an open page still holds. One per page.</summary>
/// <param name="sessions">Knows.</param>
/// <param name="log">Told what goes wrong.</param>
internal sealed class PageSession(Sessions sessions, ILoggerFactory log) : RevalidatingServerAuthenticationStateProvider(log)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        sessions.HoldsAsync(authenticationState.User, cancellationToken);
}
