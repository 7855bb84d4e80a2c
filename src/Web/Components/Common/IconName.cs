namespace Chameleon.Web.Components.Common;

/// <summary>The page's icons. Each stands beside words or in a button with a label.</summary>
public enum IconName
{
    /// <summary>A paper clip.</summary>
    Attach,

    /// <summary>An arrow up.</summary>
    Send,

    /// <summary>A filled square.</summary>
    Stop,

    /// <summary>A plus.</summary>
    Plus,

    /// <summary>Two arrows in a circle.</summary>
    Again,

    /// <summary>A pencil.</summary>
    Edit,

    /// <summary>Two sheets.</summary>
    Copy,

    /// <summary>An arrow to the left.</summary>
    Left,

    /// <summary>An arrow to the right.</summary>
    Right,

    /// <summary>Three lines.</summary>
    Menu,

    /// <summary>Sliders.</summary>
    Settings,

    /// <summary>A cross.</summary>
    Close,

    /// <summary>A bin.</summary>
    Delete,

    /// <summary>A lens.</summary>
    Search,

    /// <summary>A sun.</summary>
    Sun,

    /// <summary>A moon.</summary>
    Moon,

    /// <summary>A screen.</summary>
    Screen,

    /// <summary>A question mark.</summary>
    Help,

    /// <summary>An exclamation mark in a circle.</summary>
    Problem,

    /// <summary>An arrow into a tray.</summary>
    Download,

    /// <summary>A speech bubble.</summary>
    Chat,

    /// <summary>Four pictures.</summary>
    Gallery,

    /// <summary>A star.</summary>
    Star,

    /// <summary>A tick.</summary>
    Check,

    /// <summary>An arrow out of a tray.</summary>
    Upload,

    /// <summary>Two halves.</summary>
    Compare,

    /// <summary>A folder.</summary>
    Board,

    /// <summary>Three dots.</summary>
    More,

    /// <summary>A chip with its legs.</summary>
    Model,

    /// <summary>A grid.</summary>
    Grid,
}
