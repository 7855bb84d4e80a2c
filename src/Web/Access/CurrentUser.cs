using Chameleon.Web.Data;
using Microsoft.AspNetCore.Components.Authorization;

namespace Chameleon.Web.Access;

/// <summary>Whose page it is. One per page.</summary>
/// <param name="states">Knows who opened it.</param>
internal sealed class CurrentUser(AuthenticationStateProvider states)
{
    /// <summary>Whose; everything that the page shows is theirs.</summary>
    /// <exception cref="UnauthorizedAccessException">They are no longer logged in.</exception>
    public UserId Id
    {
        get
        {
            var state = states.GetAuthenticationStateAsync();
            return state.IsCompletedSuccessfully ? state.Result.User.Id() : throw new UnauthorizedAccessException("It is not known yet who is logged in.");
        }
    }
}
