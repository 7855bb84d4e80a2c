namespace Chameleon.Web.Data;

/// <summary>A piece of a message; pieces keep their order.</summary>
public abstract record MessagePart
{
    private protected MessagePart()
    {
    }
}
