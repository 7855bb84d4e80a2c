using System.Security.Claims;
using Chameleon.Web.Data;
using Microsoft.AspNetCore.Components.Authorization;

namespace Chameleon.Web.Access;

/// <summary>Whose page it is. One per page.</summary>
/// <param name="states">Knows who opened it.</param>
internal sealed class CurrentUser(AuthenticationStateProvider states)
{
    /// <summary>Whose; everything that the page shows is theirs.</summary>
    /// <exception cref="UnauthorizedAccessException">They are no longer logged in.</exception>
    public UserId Id => User.Id();

    /// <summary>Whether they may manage the program.</summary>
    /// <exception cref="UnauthorizedAccessException">They are no longer logged in.</exception>
    public bool IsOwner => User.IsOwner();

    private ClaimsPrincipal User
    {
        get
        {
            var state = states.GetAuthenticationStateAsync();
            return state.IsCompletedSuccessfully ? state.Result.User : throw new UnauthorizedAccessException("It is not known yet who is logged in.");
        }
    }
}
