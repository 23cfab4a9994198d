package containergroup

// Unreturned lists the attributes that ECI does not return, by pattern; what is below one is not returned either.
var Unreturned = unreturned
