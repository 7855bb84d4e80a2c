using Chameleon.Engine.Generation;
using Chameleon.Web.Data;

namespace Chameleon.Web.Api;

/// <summary>Who sends a request.</summary>
/// <param name="Id">By which their requests are counted: a key, or everybody where no keys are asked for.</param>
/// <param name="User">Whose it is.</param>
/// <param name="IsCounted">Whether their requests are limited by the minute.</param>
internal sealed record ApiCaller(string Id, UserId User, bool IsCounted)
{
    private const int RoomForUser = 40;

    /// <summary>A cache scope of this user's own: nobody else's request finds anything of it.</summary>
    /// <param name="key">How the caller calls it.</param>
    /// <param name="param">The field that it stood in.</param>
    /// <exception cref="ApiException">It is empty or too long.</exception>
    public string Scope(string key, string param) => key.Length is > 0 and <= GenerationLimits.MaxCacheScopeLength - RoomForUser
        ? $"api/{User}/{key}"
        : throw ApiThrow.OutOfRange($"{param}", $"{key.Length} characters long", $"it must have 1 to {GenerationLimits.MaxCacheScopeLength - RoomForUser}");
}
