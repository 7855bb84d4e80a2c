using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace Chameleon.Web.Tests.Components;

/// <summary>A page whose person is known.</summary>
/// <param name="person">Who.</param>
internal sealed class KnownPerson(ClaimsPrincipal person) : AuthenticationStateProvider
{
    public ClaimsPrincipal Person { get; set; } = person;

    public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(Person));
}
