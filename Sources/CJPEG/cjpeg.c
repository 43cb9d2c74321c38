int cjpeg_x;
