namespace Chameleon.Engine.Machine;

/// <summary>What becomes of something that a machine may offer.</summary>
public enum MachineState
{
    /// <summary>It is there, and used.</summary>
    Used,

    /// <summary>It is there, and not used.</summary>
    NotUsed,

    /// <summary>It is not there, and need not be.</summary>
    Absent,

    /// <summary>It is needed, and does not work.</summary>
    Broken,
}
